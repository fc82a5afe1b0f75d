import { useCluster } from '../state/context.tsx'
import { openDialog } from '../state/page-actions.ts'
import { Dialog } from '../ui/controls/Dialog.tsx'
import { keyMap } from './key-map.ts'

/** Everything that the keyboard does, from the table that is obeyed. */
export function KeysDialog() {
  const { store } = useCluster()
  return (
    <Dialog title="Keys" onClose={() => { openDialog(store, undefined) }}>
      <table className="keys-table">
        <tbody>{keyMap.map((row) => <tr key={row.command}><th scope="row"><kbd>{row.shown}</kbd></th><td>{row.says}</td></tr>)}</tbody>
      </table>
      <p className="quiet">In the picture: Tab goes from card to card, many small ones being one stop; the arrows walk to the next card or along a link, from tile to tile in a large cluster; Enter selects.</p>
    </Dialog>
  )
}
