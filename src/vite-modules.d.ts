/** A manifest that the build has read: its objects, one JSON text each (see vite.config.ts). */
declare module '*.yaml?objects' {
  export const objects: readonly string[]
}
