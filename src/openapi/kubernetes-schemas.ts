/** A JSON text of all definitions by name. It is empty here: the build fills it (`src/build/kubernetes-schemas.ts`). */
export const definitions = '{}'
