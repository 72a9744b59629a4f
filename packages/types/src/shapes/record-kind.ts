import type { Style, StyleKey } from '../style.ts'
import type { ShapeBase } from './shape.ts'

type PlainRecord = Readonly<Record<string, unknown>>

/** How one property of a kind is read from a document, and checked before it is written. */
export interface Prop<Value = unknown> {
  /** Reads any value; undefined: the property is absent. A value on which it throws is invalid. */
  parse(value: unknown): Value | undefined
  /**
   * Returns what is wrong with a value, as a clause; null: it is valid. Default: values that cannot be read are
   * invalid.
   */
  fault?(value: unknown): string | null
  /** Required: a shape without it is shown as a placeholder. */
  readonly required?: true
  /** Its value when absent. */
  readonly fallback?: Value
}

/** A property of a kind. Neither of its functions throws. */
interface CheckedProp<Value = unknown> extends Prop<Value> {
  fault(value: unknown): string | null
}

type Props<Own> = { readonly [Name in keyof Own]-?: Prop<Exclude<Own[Name], undefined>> }
type CheckedProps<Own> = { readonly [Name in keyof Own]-?: CheckedProp<Exclude<Own[Name], undefined>> }

/** The style fields of a kind. */
export interface KindStyle {
  /** The style fields its shapes can show. */
  readonly uses: readonly StyleKey[]
  /** Defaults of new shapes that differ from the common ones. */
  readonly defaults?: Partial<Style>
}

/** A shape of a kind with these properties. */
export type ShapeWith<Own, Kind extends string = string> = ShapeBase & Own & { readonly kind: Kind }

/** A shape to be created; without an order it is placed above all others. */
export type Unmade<Made extends ShapeBase> = Omit<
  Made,
  'order' | 'parent' | 'frame' | 'clips' | 'locked' | 'hidden' | 'link'
> & { readonly order?: string }

/** The description of a kind, besides the functions derived from it. */
interface KindDescription<Own extends object, Kind extends string> {
  /** The kind's name in documents: short, unique, and permanent. */
  readonly kind: Kind
  /** The properties of its shapes besides the common ones. */
  readonly props: Props<Own>
  readonly style: KindStyle
  /** Kinds of one family have the same properties, and are converted into each other in place by an edit of `kind`. */
  readonly family?: string
  /** A container: it has children and moves them. */
  readonly container?: true
  /** It has two ends that can be bound to shapes: `start` and `end`. */
  readonly connects?: true
  /** Documents store its shapes packed, as bytes in a format of their own, and never as a record. */
  readonly packed?: true
}

/**
 * The record half of a shape kind, with which boards, bots and servers read and check documents. Plain data and pure
 * functions, without a DOM.
 */
export interface RecordKind<Own extends object = object, Kind extends string = string>
  extends KindDescription<Own, Kind> {
  readonly props: CheckedProps<Own>
  /** Reads its properties from a record; null: the record is not of this kind. */
  parse(record: PlainRecord): Own | null
  /** Returns what is wrong with a change of some of its properties, as a clause; null: it is valid. */
  check(props: PlainRecord): string | null
  /** Whether a shape is of this kind. */
  is(shape: ShapeBase): shape is ShapeWith<Own, Kind>
}

/**
 * Makes the record half of a kind from its description.
 *
 * @example
 * const gauge = recordKind<{ level: number }, 'gauge'>({
 *   kind: 'gauge',
 *   props: { level: { parse: (value) => (typeof value === 'number' ? value : undefined), fallback: 0 } },
 *   style: { uses: ['color', 'opacity'] },
 * })
 */
export function recordKind<Own extends object, Kind extends string>(
  description: KindDescription<Own, Kind>,
): RecordKind<Own, Kind> {
  const props = Object.entries<Prop>(description.props).map(([name, prop]) => [name, checked(name, prop)] as const)
  const byName = new Map(props)
  return {
    ...description,
    props: Object.fromEntries(props) as CheckedProps<Own>,
    parse: (record) => parsed(props, record) as Own | null,
    check(changed) {
      const problems = Object.entries(changed).map(([name, value]) => {
        const prop = byName.get(name)
        return prop ? prop.fault(value) : `"${name}" is not a property of "${description.kind}"`
      })
      return problems.find((problem) => problem !== null) ?? null
    },
    is: (shape): shape is ShapeWith<Own, Kind> => shape.kind === description.kind,
  }
}

function checked(name: string, prop: Prop): CheckedProp {
  const invalid = `"${name}" is invalid`
  return {
    ...prop,
    parse: (value) => attempted(() => prop.parse(value), undefined),
    fault: (value) =>
      attempted(() => (prop.fault ? prop.fault(value) : prop.parse(value) === undefined ? invalid : null), invalid),
  }
}

/** Runs a function of a host's kind on a value that another client wrote. */
function attempted<Value>(compute: () => Value, otherwise: Value): Value {
  try {
    return compute()
  } catch {
    return otherwise
  }
}

const noProps = {}

function parsed(props: readonly (readonly [string, CheckedProp])[], record: PlainRecord): object | null {
  if (props.length === 0) return noProps
  const own: Record<string, unknown> = {}
  for (const [name, { parse, required, fallback }] of props) {
    const value = Object.hasOwn(record, name) ? parse(record[name]) : undefined
    if (value === undefined && required) return null
    if (value !== undefined || fallback !== undefined) own[name] = value ?? fallback
  }
  return own
}

/** The properties of a kind, without their types. */
export function propsOf({ props }: RecordKind): Readonly<Record<string, CheckedProp>> {
  return props as Readonly<Record<string, CheckedProp>>
}

/** The record halves of kinds, by name. */
export interface RecordKinds {
  readonly all: readonly RecordKind[]
  /** Undefined for an unknown kind, whose shapes are kept and shown as placeholders. */
  get(kind: string): RecordKind | undefined
  /** All properties with that name, of any kind. */
  propsNamed(name: string): readonly CheckedProp[]
}

/** Names that have another meaning in the layout of documents, or for the reader. */
const reservedKinds: readonly string[] = ['', 'unknown', 'group']
const reservedProps: readonly string[] = [
  ...['id', 'kind', 'at', 'style', 'order', 'frame', 'clips', 'parent', 'locked', 'hidden', 'link', 'text'],
  ...['start', 'end', 'part', 'visible', 'wet', 'was'],
]

/**
 * Builds the register of kinds. Throws when two have one name, when a name is reserved in documents, and when those of
 * one family differ in their properties.
 */
export function createRecordKinds(all: readonly RecordKind[]): RecordKinds {
  const byName = new Map<string, RecordKind>()
  const byProp = new Map<string, CheckedProp[]>()
  const families = new Map<string, RecordKind>()
  for (const each of all) {
    const problem = problemOf(each, byName, families)
    if (problem) throw new Error(problem)
    byName.set(each.kind, each)
    for (const [name, prop] of Object.entries(propsOf(each))) {
      const known = byProp.get(name)
      if (known) known.push(prop)
      else byProp.set(name, [prop])
    }
  }
  return { all, get: (kind) => byName.get(kind), propsNamed: (name) => byProp.get(name) ?? [] }
}

/** Returns why a kind cannot be in one family with others; null when it can. */
function problemOf(
  kind: RecordKind,
  known: ReadonlyMap<string, RecordKind>,
  families: Map<string, RecordKind>,
): string | null {
  if (known.has(kind.kind)) return `Expected a name of its own for every kind of shape, got "${kind.kind}" twice.`
  if (reservedKinds.includes(kind.kind)) return `Expected another name for a kind of shape than "${kind.kind}".`
  const names = Object.keys(kind.props)
  const reserved = names.find((name) => reservedProps.includes(name) || name in Object.prototype)
  if (reserved) return `Expected another name for a property of "${kind.kind}" than "${reserved}".`
  if (kind.family === undefined) return null
  const relative = families.get(kind.family) ?? kind
  families.set(kind.family, relative)
  const [own, others] = [names.toSorted().join(), Object.keys(relative.props).toSorted().join()]
  return own === others ? null : `Expected the properties of "${relative.kind}" in "${kind.kind}" of the same family.`
}
