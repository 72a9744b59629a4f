/** Puts the nodes of a graph in layers, so that arrows lead to later ones; those that close a cycle lead back. */
export function layersOf(
  nodes: readonly string[],
  edges: readonly { readonly start: string; readonly end: string }[],
): readonly (readonly string[])[] {
  const following = Map.groupBy(edges, ({ start }) => start)
  const order = sorted(nodes, (id) => (following.get(id) ?? []).map(({ end }) => end))
  const position = new Map(order.map((id, index) => [id, index]))
  const layer = new Map(order.map((id) => [id, 0]))
  for (const id of order)
    for (const { end } of following.get(id) ?? [])
      if ((position.get(end) ?? -1) > (position.get(id) ?? 0))
        layer.set(end, Math.max(layer.get(end) ?? 0, (layer.get(id) ?? 0) + 1))
  const layers: string[][] = []
  for (const id of nodes) {
    const at = layer.get(id) ?? 0
    while (layers.length <= at) layers.push([])
    layers[at]?.push(id)
  }
  return untangled(layers, edges)
}

/** Topological order by depth-first search; an edge to a node that is being visited is ignored. */
function sorted(nodes: readonly string[], next: (id: string) => readonly string[]): readonly string[] {
  const seen = new Set<string>()
  const done: string[] = []
  for (const root of nodes) {
    const stack = seen.has(root) ? [] : [{ id: root, left: [...next(root)] }]
    seen.add(root)
    for (let at = stack.at(-1); at; at = stack.at(-1)) {
      const child = at.left.shift()
      if (child === undefined) {
        done.push(at.id)
        stack.pop()
      } else if (!seen.has(child)) {
        seen.add(child)
        stack.push({ id: child, left: [...next(child)] })
      }
    }
  }
  return done.reverse()
}

/** Orders each layer by the mean position of the nodes that lead to it (Sugiyama 1981), once downward. */
function untangled(
  layers: readonly (readonly string[])[],
  edges: readonly { readonly start: string; readonly end: string }[],
): readonly (readonly string[])[] {
  const before = Map.groupBy(edges, ({ end }) => end)
  const position = new Map<string, number>()
  return layers.map((layer) => {
    const mean = new Map(
      layer.map((id, index) => {
        const known = (before.get(id) ?? []).flatMap(({ start }) => position.get(start) ?? [])
        return [id, known.length > 0 ? known.reduce((sum, each) => sum + each, 0) / known.length : index]
      }),
    )
    const ordered = layer.toSorted((one, other) => (mean.get(one) ?? 0) - (mean.get(other) ?? 0))
    for (const [index, id] of ordered.entries()) position.set(id, index - (ordered.length - 1) / 2)
    return ordered
  })
}
