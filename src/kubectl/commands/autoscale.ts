/** `kubectl autoscale`. Source: k8s.io/kubectl/pkg/cmd/autoscale/autoscale.go. */
import { resourceInfo } from '../../kubernetes/resources.ts'
import { KubectlError, plainError } from '../errors.ts'
import { flag } from '../parse/flags.ts'
import { common } from './command.ts'
import type { Command } from './command.ts'
import { createGenerated, newObject } from './generate.ts'
import { selectedObjects } from './selected.ts'

export const autoscale: Command = {
  name: 'autoscale',
  says: 'Auto-scale a deployment, replica set, stateful set, or replication controller.',
  usage: 'kubectl autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  flags: [
    common.filename, common.selector, common.all, common.output, common.dryRun, common.fieldManager, flag('min', 'int', 'The lower limit for the number of pods', { preset: '-1' }),
    flag('max', 'int', 'The upper limit for the number of pods', { preset: '-1' }), flag('name', 'text', 'The name for the newly created object'),
    flag('cpu-percent', 'int', 'The target average CPU utilization', { preset: '-1' }),
  ],
  run: async (invocation) => {
    const { flags, args } = invocation
    if (!flags.given('max')) throw new KubectlError('error: required flag(s) "max" not set')
    const [least, most, cpu] = [flags.number('min'), flags.number('max'), flags.number('cpu-percent')]
    if (most < 1) throw plainError('--max=MAXPODS is required and must be at least 1, max: ' + String(most))
    if (most < least) throw plainError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`)
    const hpa = resourceInfo('horizontalpodautoscalers')
    for (const { info, object } of await selectedObjects(invocation, args)) {
      if (!info.subresources.includes('scale')) throw plainError(`cannot autoscale a ${info.kind}: the server could not find the requested resource`)
      const spec = {
        maxReplicas: most, ...(least > 0 ? { minReplicas: least } : {}),
        ...(cpu >= 0 ? { metrics: [{ resource: { name: 'cpu', target: { averageUtilization: cpu, type: 'Utilization' } }, type: 'Resource' }] } : {}),
        scaleTargetRef: { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name },
      }
      const name = flags.text('name') === '' ? object.metadata.name : flags.text('name')
      await createGenerated(invocation, hpa, newObject(hpa, name, { spec }), { verb: 'autoscaled' })
    }
  },
}
