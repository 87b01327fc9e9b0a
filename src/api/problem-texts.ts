/** Each problem in words: what happened, and what to do next. Never an internal. */
import type { Locale } from '../app-env.ts'
import type { ProblemCode } from './problem.ts'

interface Words {
  readonly title: string
  readonly next: string
}

export const problemTexts: Readonly<Record<Locale, Readonly<Record<ProblemCode, Words>>>> = {
  de: {
    unreadable_request: {
      title: 'Die Anfrage ist nicht lesbar.',
      next: 'Ist der Rumpf gültiges JSON, wie es /api/openapi.json beschreibt?',
    },
    unauthenticated: {
      title: 'Die Anmeldung fehlt oder ist abgelaufen.',
      next: 'Der Anmeldelink öffnet die Tür; eine Administratorin oder ein Administrator gibt einen neuen.',
    },
    not_a_member: {
      title: 'Dieses Konto gehört zu keinem Unternehmen.',
      next: 'Aufnehmen kann es eine Administratorin oder ein Administrator.',
    },
    forbidden: {
      title: 'Die eigene Rolle erlaubt das nicht.',
      next: 'Eine Administratorin oder ein Administrator kann es tun oder die Rolle ändern.',
    },
    foreign_origin: {
      title: 'Die Anfrage kam von einer fremden Seite.',
      next: 'Unter der eigenen Adresse von Pegel geht es.',
    },
    not_found: {
      title: 'Das gibt es nicht (mehr).',
      next: 'Stimmt die Adresse? Von der Übersicht aus ist alles zu finden.',
    },
    too_large: { title: 'Die Anfrage ist zu groß.', next: 'Weniger auf einmal geht.' },
    too_many: { title: 'Das waren zu viele Anfragen.', next: 'In einer Minute geht es weiter.' },
    invalid: {
      title: 'Einige Angaben passen nicht.',
      next: 'Die genannten Felder ändern und erneut senden.',
    },
    workspace_missing: {
      title: 'Die Daten des Unternehmens sind nicht erreichbar.',
      next: 'Später noch einmal versuchen; bleibt es dabei, hilft `npm run pegel -- doctor`.',
    },
    crm_failed: {
      title: 'Das CRM hat nicht getan, worum es gebeten wurde.',
      next: 'Später noch einmal versuchen oder die Verbindung prüfen.',
    },
    internal: {
      title: 'Das hat nicht geklappt.',
      next: 'Der Fehler ist vermerkt, geändert wurde nichts. Später noch einmal versuchen.',
    },
  },
  en: {
    unreadable_request: {
      title: 'The request cannot be read.',
      next: 'Check that the body is valid JSON and compare it with /api/openapi.json.',
    },
    unauthenticated: {
      title: 'You are not signed in.',
      next: 'Open your sign-in link, or ask for a new one.',
    },
    not_a_member: {
      title: 'Your account belongs to no company.',
      next: 'Ask an administrator to let you in.',
    },
    forbidden: { title: 'Your role does not allow this.', next: 'Ask an administrator.' },
    foreign_origin: {
      title: 'The request came from a page that is not ours.',
      next: 'Open Pegel at its own address and try there.',
    },
    not_found: {
      title: 'This does not exist (any more).',
      next: 'Check the address, or start from the board.',
    },
    too_large: { title: 'The request is too large.', next: 'Send less at a time.' },
    too_many: { title: 'Those were too many requests.', next: 'It goes on in a minute.' },
    invalid: {
      title: 'Some entries do not fit.',
      next: 'Change the fields named and send again.',
    },
    workspace_missing: {
      title: "The company's data cannot be reached.",
      next: 'Try again later; if it stays, `npm run pegel -- doctor` helps.',
    },
    crm_failed: {
      title: 'The CRM did not do what it was asked.',
      next: 'Try again later, or check the connection.',
    },
    internal: {
      title: 'That did not work.',
      next: 'The error was recorded and nothing was changed. Try again later.',
    },
  },
}
