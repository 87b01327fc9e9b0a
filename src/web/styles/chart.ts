export const chart = ``
