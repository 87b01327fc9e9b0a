/** Written when the Worker is built. */
declare module '*.texts.json' {
  const texts: string | object
  export default texts
}
