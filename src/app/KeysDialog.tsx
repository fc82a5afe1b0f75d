import { useCluster } from '../state/context.tsx'
import { openDialog } from '../state/page-actions.ts'
import { Dialog } from '../ui/controls/Dialog.tsx'
import { keyMap } from './key-map.ts'

/** Everything that the keyboard does, from the table that is obeyed. */
export function KeysDialog() {
  const { store } = useCluster()
  return (
    <Dialog title="Keys" size="wide" onClose={() => { openDialog(store, undefined) }}>
      <dl className="keys-list">
        {keyMap.map((row) => <div key={row.command}><dt><kbd>{row.shown}</kbd></dt><dd>{row.says}</dd></div>)}
      </dl>
      <p className="quiet">In the picture: Tab goes from card to card, many small ones being one stop; the arrows walk to the next card or along a link, from tile to tile in a large cluster; Enter selects.</p>
    </Dialog>
  )
}
