import { parseSync } from 'oxc-parser'

/** A piece of text in a source file. */
export interface SourceText {
  readonly text: string
  /** From 1. */
  readonly line: number
  /** `template`: one between the slots of a template literal; `element`: text of a JSX element. */
  readonly kind: 'string' | 'template' | 'element' | 'comment'
  /** The JSX attribute it is the value of. */
  readonly attribute: string | null
  /** The function or class it is passed to, such as `t` or `Error`. */
  readonly callee: string | null
}

/** All slots of a template literal in one place: `head.${name}` is `['head.', '']`. */
export interface Template {
  readonly parts: readonly string[]
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number }

type Around = Pick<SourceText, 'attribute' | 'callee'>

const nowhere: Around = { attribute: null, callee: null }

/**
 * The strings, templates, JSX texts and comments of a TypeScript file, without its imports. Throws on a syntax error.
 */
export function textsOf(path: string, source: string): readonly SourceText[] {
  const { program, comments } = parsed(path, source)
  const found: { start: number; text: SourceText }[] = []
  const add = (start: number, kind: SourceText['kind'], text: string, around: Around) =>
    found.push({ start, text: { text, kind, line: lineAt(source, start), ...around } })
  const visit = (node: Node, around: Around) => {
    if (isImport(node) || typeof node.directive === 'string') return
    if (node.type === 'Literal' && typeof node.value === 'string') add(node.start, 'string', node.value, around)
    if (node.type === 'JSXText') add(node.start, 'element', String(node.value).trim(), around)
    if (node.type === 'TemplateElement') add(node.start, 'template', cookedOf(node), around)
    const inside = { ...around, ...changeOf(node) }
    for (const [name, child] of Object.entries(node)) {
      // The name of a property is not a text.
      if (name === 'key' && node.computed === false) continue
      for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) visit(each, inside)
    }
  }
  visit(program, nowhere)
  for (const { value, start } of comments) add(start, 'comment', value, nowhere)
  return found.sort((one, other) => one.start - other.start).map(({ text }) => text)
}

/** The template literals of a file. */
export function templatesOf(path: string, source: string): readonly Template[] {
  const found: Template[] = []
  const visit = (node: Node) => {
    if (node.type === 'TemplateLiteral') found.push({ parts: (node.quasis as readonly Node[]).map(cookedOf) })
    for (const child of Object.values(node))
      for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) visit(each)
  }
  visit(parsed(path, source).program)
  return found
}

function parsed(path: string, source: string): { readonly program: Node; readonly comments: readonly Comment[] } {
  const { program, comments, errors } = parseSync(path, source)
  const [error] = errors
  if (error) throw new Error(`expected TypeScript in ${path}: ${error.message}`)
  return { program: program as unknown as Node, comments }
}

interface Comment {
  readonly value: string
  readonly start: number
}

function changeOf(node: Node): Partial<Around> {
  if (node.type === 'JSXAttribute') return { attribute: String((node.name as { readonly name: unknown }).name) }
  if (node.type === 'JSXElement' || /Function/.test(node.type)) return nowhere
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return {}
  const { name, property } = node.callee as { readonly name?: string; readonly property?: { readonly name?: string } }
  return { callee: name ?? property?.name ?? null }
}

function isImport({ type, source }: Node): boolean {
  return type === 'ImportDeclaration' || type === 'ImportExpression' || (type.startsWith('Export') && Boolean(source))
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function cookedOf({ value }: Node): string {
  return (value as { readonly cooked: string | null }).cooked ?? ''
}

function lineAt(source: string, start: number): number {
  return source.slice(0, start).split('\n').length
}
