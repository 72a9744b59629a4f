import { openBoard } from '@inkbridge/board'
import type { Shape } from '@inkbridge/types'
import * as Y from 'yjs'
import type { CommandContext } from '../commands/command.ts'
import { Repeats } from '../commands/repeats.ts'
import { builtInCommands, type CommandId } from '../commands.ts'
import { Commits } from '../editor/commit.ts'
import { contextOf } from '../editor/context.ts'
import type { Plan } from '../plan/plan.ts'
import type { ToolName } from '../plan/tool-name.ts'
import { Scene } from '../scene/scene.ts'
import { initialState } from '../state/state.ts'
import { Toolbox } from '../tools/toolbox.ts'
import { createToolset } from '../tools/toolset.ts'
import { builtInTools } from '../tools.ts'
import { Viewport } from '../viewport/viewport.ts'
import { plain } from './plain.ts'
import { parseInput } from './script.ts'

/** The engine on a board in memory, without a screen. */
export function editing(tool: ToolName, shapes: readonly Shape[] = []) {
  const board = openBoard(new Y.Doc())
  if (shapes.length > 0) board.apply(shapes.map((shape) => ({ type: 'create', shape }) as never))
  const scene = new Scene(board.shapes(), plain)
  const viewport = new Viewport(board.doc.clientID, () => true)
  viewport.resize({ width: 1000, height: 500 })
  const tools = createToolset(builtInTools)
  const toolbox = new Toolbox('pen', tools.toolOf)
  const text = {
    id: null,
    begin: () => undefined,
    finish: () => null,
    finishIfUneditable: () => null,
    focus: () => undefined,
    prepare: () => undefined,
  }
  const attribution = () => ({ author: 'Mara', now: 1_000 })
  const asked: Plan[] = []
  const commits = new Commits(initialState(false, tools), {
    ...{ board, scene, viewport, tools, toolbox, text, attribution },
    ask: () => undefined,
    effects: (plan) => asked.push(plan),
    changed: () => undefined,
    committed: () => undefined,
  })
  const context = (): CommandContext => {
    const begun = toolbox.hasBegun(commits.view())
    return contextOf(
      { state: commits.state, scene, board, viewport, tools, attribution },
      { far: false, begun, pointer: null },
    )
  }
  const repeats = new Repeats()
  commits.dispatch({ tool })
  return {
    ...{ board, scene, viewport, toolbox, commits, context },
    /** The committed plans, as effects receive them. */
    asked,
    /** Plays a pointer script. */
    play(script: string) {
      for (const [index, words] of script.split(' · ').entries())
        commits.dispatch(() => toolbox.next(parseInput(words, index * 100), null, commits.view()))
    },
    /** Runs a command as its key would; `isRepeat`: the key is held. */
    act(id: CommandId, isRepeat = false) {
      const command = builtInCommands.find((each) => each.id === id)
      if (!command) throw new Error(`no command: ${id}`)
      commits.dispatch(repeats.planOf(command, context(), isRepeat))
    },
  }
}
