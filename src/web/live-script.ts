/** The only script of ours that a browser runs. Plain text, because nothing builds it. */
export const liveScriptText = `'use strict'
{
  const EVERY_MS = 2000
  const LONGEST_MS = 60000
  const { path, seen } = document.currentScript.dataset
  const spoken = document.getElementById('live')
  let known = seen
  let wait = EVERY_MS
  let timer = 0
  let looking = false

  async function look() {
    if (looking) return
    looking = true
    try {
      const answer = await fetch(path, { headers: { 'if-none-match': known }, redirect: 'manual', cache: 'no-store' })
      // Signed out, or no longer allowed: the page stays as it is, and asks no more.
      if (answer.type === 'opaqueredirect' || (answer.status >= 400 && answer.status < 500)) return
      if (answer.ok && (await renew())) known = answer.headers.get('etag') ?? known
      wait = answer.ok || answer.status === 304 ? EVERY_MS : Math.min(wait * 2, LONGEST_MS)
    } catch {
      wait = Math.min(wait * 2, LONGEST_MS)
    } finally {
      looking = false
    }
    next()
  }

  function next() {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') timer = setTimeout(look, wait)
  }

  async function renew() {
    const answer = await fetch(location.href, { redirect: 'error', cache: 'no-store' })
    if (!answer.ok) return false
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const said = []
    for (const fresh of page.querySelectorAll('[data-live]')) {
      const old = document.querySelector('[data-live="' + CSS.escape(fresh.dataset.live) + '"]')
      if (old === null || old.outerHTML === fresh.outerHTML) continue
      const news = fresh.dataset.said
      if (news !== undefined && news !== old.dataset.said) {
        said.push(news)
        fresh.classList.add('moved')
      }
      replace(old, document.adoptNode(fresh))
    }
    if (said.length > 0) spoken.textContent = said.join(' ')
    return true
  }

  // What is folded open stays open, and whoever stood on a link stands on it again.
  function replace(old, fresh) {
    const folds = fresh.querySelectorAll('details')
    old.querySelectorAll('details').forEach((fold, n) => {
      if (folds[n] !== undefined) folds[n].open = fold.open
    })
    const held = old.contains(document.activeElement) ? document.activeElement : null
    const href = held?.getAttribute('href') ?? null
    const at = held === null ? -1 : [...old.querySelectorAll('a, summary')].indexOf(held)
    old.replaceWith(fresh)
    if (held === null) return
    const same = href === null ? null : fresh.querySelector('a[href="' + CSS.escape(href) + '"]')
    const there = same ?? fresh.querySelectorAll('a, summary')[at]
    there?.focus({ preventScroll: true })
  }

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look()
  })
  next()
}
`
