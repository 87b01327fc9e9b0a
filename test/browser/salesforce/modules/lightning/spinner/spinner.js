import { api, LightningElement } from 'lwc'

export default class Spinner extends LightningElement {
  @api alternativeText
  @api size
}
