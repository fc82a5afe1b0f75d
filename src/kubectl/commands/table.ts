/** Every verb, one row each. */
import { apply } from './apply.ts'
import type { Command } from './command.ts'
import { create } from './create.ts'
import { deleteCommand } from './delete.ts'
import { describe } from './describe.ts'
import { get } from './get.ts'
import { logs } from './logs.ts'
import { rollout } from './rollout.ts'
import { scale } from './scale.ts'

export const commands: readonly Command[] = [get, describe, create, apply, deleteCommand, scale, rollout, logs]
