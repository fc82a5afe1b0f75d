/**
 * Type of a field: a scalar (`?`: a pointer in Go, so a zero is a value and no absence), a message by name, `[]` a list of either, `{}` a
 * map from text. `skip`: what a client has no say in. A message without a name has its members in the message around it.
 */
type FieldType = string

/** Fields of a message by their numbers. */
export type Shape = Readonly<Record<number, readonly [name: string, type: FieldType]>>
