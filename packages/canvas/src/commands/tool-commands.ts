import type { Command } from './command.ts'

export const toolSettings = [
  {
    id: 'keep-tool',
    keys: ['Q'],
    group: 'select',
    isOn: ({ keepTool }) => keepTool,
    plan: ({ state }) => ({ keepTool: !state.keepTool }),
  },
  {
    id: 'last-shape',
    keys: ['G'],
    group: 'select',
    edits: true,
    hiddenIn: ['menu'],
    plan: ({ state }) => ({ tool: state.lastShape }),
  },
  {
    id: 'wholly',
    keys: [],
    group: 'select',
    isOn: ({ settings }) => settings.wholly,
    plan: ({ state }) => ({ settings: { wholly: !state.settings.wholly } }),
  },
] as const satisfies readonly Command[]
