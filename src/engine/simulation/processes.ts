/** Which processes run. A timer that a process set dies with it: it carries the epoch of its process, and a restart begins a new epoch. */
export interface ProcessTable {
  /** By process number: 1 while it runs. */
  up: Uint8Array
  epoch: Int32Array
}

const singles = 16
const perNode = 4
/** Components with a number of at least this exist once per node. */
const firstPerNode = 5

export function createProcessTable(): ProcessTable {
  return { up: new Uint8Array(64).fill(1, 0, singles), epoch: new Int32Array(64) }
}

/** Number of a process: by component, and node slot for those that exist per node. */
function processNumber(component: number, node: number): number {
  return node < 0 ? component : singles + node * perNode + (component - firstPerNode)
}

function ensure(table: ProcessTable, process: number): void {
  if (process < table.up.length) return
  let length = table.up.length
  while (length <= process) length *= 2
  const up = new Uint8Array(length)
  up.set(table.up)
  table.up = up
  const epoch = new Int32Array(length)
  epoch.set(table.epoch)
  table.epoch = epoch
}

export function isUp(table: ProcessTable, component: number, node: number): boolean {
  return table.up[processNumber(component, node)] === 1
}

export function epochOf(table: ProcessTable, component: number, node: number): number {
  return table.epoch[processNumber(component, node)] ?? 0
}

/** Starts a process: timers of its former life are void. */
export function markUp(table: ProcessTable, component: number, node: number): void {
  const process = processNumber(component, node)
  ensure(table, process)
  table.up[process] = 1
  table.epoch[process] = table.epoch[process]! + 1
}

/** Ends a process: what is addressed to it is lost, its timers are void. */
export function markDown(table: ProcessTable, component: number, node: number): void {
  const process = processNumber(component, node)
  ensure(table, process)
  table.up[process] = 0
  table.epoch[process] = table.epoch[process]! + 1
}
