/** Words that invented German firms, people and projects are composed of. */
import { hashOf, type Random } from './prng.ts'

/** Words parted by blanks. */
const list = (text: string) => text.trim().split(/\s+/)

const stems = {
  hubspot: list(`
  Hansen Brockmann Lüders Petersen Kröger Wiese Ahlers Behrens Dierks Eggers Fehling Gerken
  Harms Immig Jessen Kuhlmann Lampe Meinecke Nissen Oltmann Pape Quandel Rohde Siemer
  Tietjen Ulferts Voges Wulff Zander Bergmeier Cordsen Dörfler Ebeling Fuhrhop Grote
  Heitmann Ilgner Jürgens Kettler Lindhorst Mahnke Niebuhr Osterloh Pagel Rademann Stöver
  Thoms Vieth Westphal Ziegenbein
`),
  salesforce: list(`
  Albrechtsberger Bäuerle Christl Demharter Eisele Fackler Gruber Häberle Imhof Jehle
  Kässbohr Leitner Mayrhofer Neuhauser Oettinger Pfisterer Raible Schwaiger Traub
  Unterberger Vogler Wieland Zeller Brändle Dornacher Egger Hofstetter Stadler
`),
} as const

const trades = list(`
  Fördertechnik Maschinenbau Verpackungen Logistik Lebensmittel Kunststofftechnik Metallbau
  Pharma Getränke Werkzeuge Medizintechnik Baustoffe Druckguss Antriebe Möbelwerke Textil
  Elektronik Papierfabrik Backwaren Kältetechnik Armaturen Chemie Fahrzeugteile
  Umwelttechnik Holzwerke Glastechnik
`)

const forms = ['GmbH', 'GmbH', 'GmbH & Co. KG', 'GmbH & Co. KG', 'AG', 'KG'] as const
const formsAbroad: Readonly<Record<string, string>> = { CHF: 'AG', USD: 'Inc.' }

/** The n-th firm of a CRM: no two numbers share a name, and the CRMs share none. */
export function firmName(crm: keyof typeof stems, n: number, currency: string): string {
  const own = stems[crm]
  const total = own.length * trades.length
  // 617 is prime and divides neither total: every pair comes once before any comes twice.
  const slot = (n * 617) % total
  const stem = own[slot % own.length] ?? ''
  const trade = trades[Math.floor(slot / own.length)] ?? ''
  const again = n < total ? '' : ` ${Math.floor(n / total) + 1}`
  const form = formsAbroad[currency] ?? forms[hashOf('form', n) % forms.length]
  return `${stem} ${trade}${again} ${form}`
}

export const shortName = (firm: string) => firm.split(' ').slice(0, 2).join(' ')

const firstNames = list(`
  Jana Ole Miriam Tobias Katrin Sven Leyla Henning Aylin Marten Sabine Felix Nora Jonas
  Britta Emre Carla Lennart Heike Philipp Svenja Daniel Merle Stefan Paula Kai Ilona Robert
  Wiebke Christoph Elif Matthias Greta Andreas Lina Moritz
`)
const lastNames = list(`
  Albers Brandt Claußen Demir Engel Franke Gerdes Hartung Iversen Jahn Keller Lorenz Martens
  Noack Ott Paulsen Reuter Seidel Thiele Ullrich Voss Winkler Yildiz Zimmer Busch Dietz
  Ehlers Fink Graf Hoppe Kaiser Lange
`)

export function personName(n: number): string {
  return `${firstNames[n % firstNames.length]} ${lastNames[(n * 11) % lastNames.length]}`
}

export const productLines = ['Fördertechnik', 'Robotik', 'Steuerung', 'Wartung'] as const
export type ProductLine = (typeof productLines)[number]

const projects: Readonly<Record<ProductLine, readonly string[]>> = {
  Fördertechnik: ['Palettierlinie', 'Rollenförderer', 'Sortieranlage', 'Hochregal-Anbindung'],
  Robotik: ['Roboterzelle', 'Pick-and-Place-Zelle', 'Schweißzelle', 'Entgratstation'],
  Steuerung: ['Leitstand', 'SPS-Umrüstung', 'Antriebsregelung', 'Anlagenvernetzung'],
  Wartung: ['Wartungsvertrag', 'Fernwartung', 'Ersatzteilpaket', 'Bereitschaft'],
}
const places = [
  'Werk 1',
  'Werk 2',
  'Halle 3',
  'Halle 7',
  'Standort Nord',
  'Standort Süd',
  'Linie 4',
  'Versand',
]

export function projectName(line: ProductLine, firm: string, random: Random): string {
  return `${random.pick(projects[line])} ${random.pick(places)}, ${shortName(firm)}`
}

export const expansionName = (line: ProductLine, firm: string, random: Random) =>
  `Erweiterung ${random.pick(projects[line])}, ${shortName(firm)}`

export const renewalName = (year: string, firm: string) => `Verlängerung ${year}, ${shortName(firm)}`

export const lostReasons = [
  'Preis',
  'Wettbewerber',
  'Kein Budget',
  'Projekt verschoben',
  'Keine Rückmeldung',
  'Umfang',
]
export const churnReasons = [
  'Gekündigt: Preis',
  'Gekündigt: Eigenlösung',
  'Standort geschlossen',
  'Wettbewerber',
]
