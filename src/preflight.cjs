/** Says in one line what this machine lacks. Plain JavaScript of any age: an old Node must be able to read it. */
const [major, minor] = process.versions.node.split('.').map(Number)
const runs = major > 22 || (major === 22 && minor >= 18)
if (!runs) {
  process.stderr.write(
    `Pegel runs on Node 22.18 or newer; this is ${process.versions.node}. On Linux x64 npm ci brings one along, elsewhere (here: ${process.platform} ${process.arch}) install it from nodejs.org.\n`,
  )
  process.exit(1)
}
