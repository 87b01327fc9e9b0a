export const detail = ``
