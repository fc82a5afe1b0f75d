/** The page's keys as a table: the help dialog shows it, `use-keys.ts` obeys it. */
export type KeyCommand =
  | 'togglePlay' | 'stepMessage' | 'stepChange' | 'slow' | 'real' | 'fast' | 'auto' | 'reset' | 'present' | 'theme' | 'manifest' | 'addNode'
  | 'catchMessage' | 'focus' | 'follow' | 'arrange' | 'back' | 'forward' | 'search' | 'ports' | 'console' | 'inspector' | 'help' | 'close'
  | 'plots' | 'largePlots' | 'timeline' | 'largeTimeline' | 'tree' | 'export'

interface KeyRow {
  readonly command: KeyCommand
  /** `KeyboardEvent.key`, letters in lower case unless Shift is meant; "Alt+" before it where that is held. */
  readonly key: string
  readonly shown: string
  readonly says: string
}

export const keyMap: readonly KeyRow[] = [
  { command: 'togglePlay', key: ' ', shown: 'Space', says: 'Pause or play' },
  { command: 'stepMessage', key: '.', shown: '.', says: 'Step to the next message' },
  { command: 'stepChange', key: '>', shown: '>', says: 'Step to the next change that a person would tell' },
  { command: 'catchMessage', key: 'c', shown: 'c', says: 'Catch a message on its way: pause, and its card opens; again, the next one' },
  { command: 'focus', key: 'o', shown: 'o', says: 'Focus: what is chosen and all it takes part in stands out, the rest fades' },
  { command: 'follow', key: 'v', shown: 'v', says: 'Follow: the camera stays on what is chosen, and on a pod’s replacement' },
  { command: 'arrange', key: 'z', shown: 'z', says: 'Next arrangement: nodes, nodes by zone, by rack, pods by namespace, by Deployment, by Service' },
  { command: 'back', key: 'Alt+ArrowLeft', shown: 'Alt ←', says: 'Back to what was chosen before, and to where the camera was' },
  { command: 'forward', key: 'Alt+ArrowRight', shown: 'Alt →', says: 'Forward again' },
  { command: 'slow', key: '1', shown: '1', says: 'A tenth of real time' },
  { command: 'real', key: '2', shown: '2', says: 'Real time' },
  { command: 'fast', key: '3', shown: '3', says: 'Ten times real time' },
  { command: 'auto', key: '4', shown: '4', says: 'Auto pace: slow while messages that matter fly, fast through the waiting' },
  { command: 'reset', key: 'R', shown: 'Shift R', says: 'Back to the start, same seed' },
  { command: 'addNode', key: 'n', shown: 'n', says: 'Add a node' },
  { command: 'search', key: '/', shown: '/', says: 'Search: name, kind, state or label; Enter flies there' },
  { command: 'manifest', key: 'm', shown: 'm', says: 'Apply a manifest' },
  { command: 'ports', key: 'p', shown: 'p', says: 'Ports and components' },
  { command: 'console', key: '`', shown: '`', says: 'Type kubectl commands' },
  { command: 'inspector', key: 'i', shown: 'i', says: 'Open or close the inspector' },
  { command: 'plots', key: 'g', shown: 'g', says: 'Plots: pods, requests, latencies and rates over simulated time' },
  { command: 'largePlots', key: 'G', shown: 'Shift G', says: 'Plots as large as the window, on the stage too' },
  { command: 'timeline', key: 'e', shown: 'e', says: 'Events as a timeline, by object' },
  { command: 'largeTimeline', key: 'E', shown: 'Shift E', says: 'Events as large as the window, on the stage too' },
  { command: 'tree', key: 'w', shown: 'w', says: 'The cluster as a tree of words, with the same actions; again, the picture' },
  { command: 'export', key: 'x', shown: 'x', says: 'Save the picture as SVG or PNG' },
  { command: 'theme', key: 't', shown: 't', says: 'Next theme: dark, light, projector' },
  { command: 'present', key: 'f', shown: 'f', says: 'Present: full screen, larger labels, no panels' },
  { command: 'help', key: '?', shown: '?', says: 'These keys' },
  { command: 'close', key: 'Escape', shown: 'Esc', says: 'Leave focus, clear the selection, then close the inspector' },
]

/** What is read of a key that is pressed. */
type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>

/** The command of a key; undefined when it has none or a modifier makes it the browser's. A capital that means nothing of its own is its letter. */
export function commandForKey(press: KeyPress): KeyCommand | undefined {
  if (press.ctrlKey || press.metaKey) return undefined
  const key = press.altKey ? `Alt+${press.key}` : press.key
  return (keyMap.find((row) => row.key === key) ?? keyMap.find((row) => row.key === key.toLowerCase()))?.command
}
