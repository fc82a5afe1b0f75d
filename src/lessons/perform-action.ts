/** Carries out one action of a lesson through the two doors, as a click would. */
import type { Status } from '../kubernetes/types/status.ts'
import type { PaceCommand } from '../protocol/host.ts'
import type { RestRequest, RestResponse } from '../protocol/rest.ts'
import type { WorldCommand } from '../protocol/world-commands.ts'
import type { LessonAction } from './lesson.ts'

/** What an action needs of a connection to the host. */
export interface Doors {
  request(request: RestRequest, label: string): Promise<RestResponse>
  world(command: WorldCommand): Promise<Status | undefined>
  pace(command: PaceCommand): void
}

/** Resolves with the cluster's refusal in words, or undefined; never rejects. */
export async function performAction(action: LessonAction, doors: Doors): Promise<string | undefined> {
  try {
    return await perform(action, doors)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function perform(action: LessonAction, doors: Doors): Promise<string | undefined> {
  switch (action.type) {
    case 'pace':
      doors.pace(action.command)
      return undefined
    case 'world': {
      const refused = await doors.world(action.command)
      return refused === undefined ? undefined : refused.message ?? `The cluster refused ${action.command.type}.`
    }
    case 'request': return refusalOf(await doors.request(action.request, action.label))
    case 'apply': return apply(action.manifest, doors)
  }
}

function refusalOf(response: RestResponse): string | undefined {
  if (response.status < 400) return undefined
  const { body } = response
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined
  return typeof message === 'string' ? message : `The API server answered ${response.status}.`
}

/** Manifests come with the YAML library, so they are fetched when the first is applied. */
async function apply(text: string, doors: Doors): Promise<string | undefined> {
  const [{ parseManifest }, { applyManifest }] = await Promise.all([
    import('../kubectl/apply/parse-manifest.ts'), import('../kubectl/apply/apply-manifest.ts'),
  ])
  const manifest = parseManifest(text)
  const problems = manifest.problems.map((problem) => problem.message)
  if (problems.length === 0) {
    await applyManifest(manifest.documents, (request, label) => doors.request(request, label), (outcome) => {
      if (outcome.result === 'refused') problems.push(outcome.text)
    })
  }
  return problems.length === 0 ? undefined : problems.join(' ')
}
