import { api, LightningElement } from 'lwc'

export default class ProgressBar extends LightningElement {
  @api value
  @api size

  get width() {
    return `width: ${this.value}%`
  }
}
