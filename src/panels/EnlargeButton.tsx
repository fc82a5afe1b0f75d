import type { DialogName } from '../state/cluster-store.ts'
import { useCluster } from '../state/context.tsx'
import { openDialog } from '../state/page-actions.ts'
import { Button } from '../ui/controls/Button.tsx'
import { Icon } from '../ui/icons.tsx'

/** Shows what a panel shows as large as the window. */
export function EnlargeButton({ dialog, says }: { readonly dialog: DialogName; readonly says: string }) {
  const { store } = useCluster()
  return <Button look="plain" aria-label="Enlarge" title={says} onClick={() => { openDialog(store, dialog) }}><Icon name="fit" size={14} /></Button>
}
