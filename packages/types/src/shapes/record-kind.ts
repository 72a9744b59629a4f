import type { Style, StyleKey } from '../style.ts'
import type { ShapeBase } from './shape.ts'

type PlainRecord = Readonly<Record<string, unknown>>

/** How one property of a kind is read from a document, and judged before it is written to one. */
export interface Prop<Value = unknown> {
  /** Reads a value, whatever it is; undefined: the property is absent. Never throws. */
  parse(value: unknown): Value | undefined
  /** Says what is wrong with a value, as a clause; null: it may be written. Default: what cannot be read is wrong. */
  fault?(value: unknown): string | null
  /** A shape without it is not one of this kind, and shown as a placeholder. */
  readonly required?: true
  /** Its value where it is absent. */
  readonly otherwise?: Value
}

/** The properties of a kind, by name. */
export type Props<Own> = { readonly [Name in keyof Own]-?: Prop<Exclude<Own[Name], undefined>> }

/** What a style means to a kind. */
export interface KindStyle {
  /** What of a style its shapes can show. */
  readonly uses: readonly StyleKey[]
  /** What a new shape begins with, where it is not what all begin with. */
  readonly defaults?: Partial<Style>
}

/** A shape of a kind with such properties. */
export type ShapeWith<Own, Kind extends string = string> = ShapeBase & Own & { readonly kind: Kind }

/** A shape to be made; without an order it is put on top of everything. */
export type Unmade<Made extends ShapeBase> = Omit<
  Made,
  'order' | 'parent' | 'frame' | 'clips' | 'locked' | 'hidden' | 'link'
> & { readonly order?: string }

interface Described<Own extends object, Kind extends string> {
  /** As documents have it: short, unique, and for good. */
  readonly kind: Kind
  /** What its shapes have beside what all shapes have. */
  readonly props: Props<Own>
  readonly style: KindStyle
  /** Kinds of one family become one another in place, by an edit of the property `kind`. */
  readonly family?: string
  /** Other shapes can be in it, and go where it goes. */
  readonly container?: true
  /** It has two ends that can be bound to shapes: `start` and `end`. */
  readonly connects?: true
  /** Documents keep its shapes packed, as bytes of a format of their own, and never as a record. */
  readonly packed?: true
}

/** The record half of a shape kind: all that who reads and checks documents knows of it. Pure data and functions. */
export interface RecordKind<Own extends object = object, Kind extends string = string> extends Described<Own, Kind> {
  /** Reads its properties from a record; null: it is none of this kind. */
  parse(record: PlainRecord): Own | null
  /** Says what is wrong with some of its properties, as a clause; null: they may be written. */
  check(props: PlainRecord): string | null
  /** Whether a shape is of this kind. */
  is(shape: ShapeBase): shape is ShapeWith<Own, Kind>
}

/**
 * Makes the record half of a kind from what describes it.
 *
 * @example
 * const gauge = recordKind<{ level: number }, 'gauge'>({
 *   kind: 'gauge',
 *   props: { level: { parse: (value) => (typeof value === 'number' ? value : undefined), otherwise: 0 } },
 *   style: { uses: ['color', 'opacity'] },
 * })
 */
export function recordKind<Own extends object, Kind extends string>(
  described: Described<Own, Kind>,
): RecordKind<Own, Kind> {
  const props = Object.entries<Prop>(described.props)
  return {
    ...described,
    parse: (record) => parsed(props, record) as Own | null,
    check: (changed) => problemOf(described.props as Readonly<Record<string, Prop>>, changed),
    is: (shape): shape is ShapeWith<Own, Kind> => shape.kind === described.kind,
  }
}

const nothing = {}

function parsed(props: readonly (readonly [string, Prop])[], record: PlainRecord): object | null {
  if (props.length === 0) return nothing
  const own: Record<string, unknown> = {}
  for (const [name, { parse, required, otherwise }] of props) {
    const value = Object.hasOwn(record, name) ? parse(record[name]) : undefined
    if (value === undefined && required) return null
    if (value !== undefined || otherwise !== undefined) own[name] = value ?? otherwise
  }
  return own
}

function problemOf(props: Readonly<Record<string, Prop>>, changed: PlainRecord): string | null {
  for (const [name, value] of Object.entries(changed)) {
    const prop = Object.hasOwn(props, name) ? props[name] : undefined
    const problem = prop ? faultOf(name, prop, value) : null
    if (problem) return problem
  }
  return null
}

/** The properties of a kind, of whatever types they are. */
export function propsOf({ props }: RecordKind): Readonly<Record<string, Prop>> {
  return props as Readonly<Record<string, Prop>>
}

/** What is wrong with a value of a property, as a clause; null: it may be written. */
export function faultOf(name: string, prop: Prop, value: unknown): string | null {
  if (prop.fault) return prop.fault(value)
  return prop.parse(value) === undefined ? `"${name}" is invalid` : null
}

/** The record halves of kinds, by name. */
export interface RecordKinds {
  readonly all: readonly RecordKind[]
  /** Undefined: a kind that is not known here, whose shapes are kept and shown as placeholders. */
  get(kind: string): RecordKind | undefined
  /** All properties of that name, of whatever kind. */
  propsNamed(name: string): readonly Prop[]
}

/** What a record of a shape cannot be called: the layout of documents means something else by it. */
const reserved: readonly string[] = ['', 'unknown', 'group']

/** Puts kinds together. Throws when two have one name, or one has a name that documents need for something else. */
export function createRecordKinds(all: readonly RecordKind[]): RecordKinds {
  const byName = new Map<string, RecordKind>()
  const props = new Map<string, Prop[]>()
  for (const each of all) {
    if (reserved.includes(each.kind) || byName.has(each.kind))
      throw new Error(`Expected a name of its own for every kind of shape, got "${each.kind}".`)
    byName.set(each.kind, each)
    for (const [name, prop] of Object.entries(propsOf(each))) {
      const known = props.get(name)
      if (known) known.push(prop)
      else props.set(name, [prop])
    }
  }
  return { all, get: (kind) => byName.get(kind), propsNamed: (name) => props.get(name) ?? [] }
}
