/** Bounds of a rolling update worked out apart from the engine's own code: percentages, surge rounded up, unavailable down. */
export function fenceless(replicas: number, surgePercent: number, unavailablePercent: number): { readonly surge: number; readonly unavailable: number } {
  const surge = Math.ceil((replicas * surgePercent) / 100)
  const unavailable = Math.floor((replicas * unavailablePercent) / 100)
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable }
}
