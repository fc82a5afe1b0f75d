import { useState } from 'react'
import { useCluster } from '../../state/context.tsx'
import { openDialog } from '../../state/page-actions.ts'
import { Button } from '../../ui/controls/Button.tsx'
import { Dialog } from '../../ui/controls/Dialog.tsx'
import { Segments } from '../../ui/controls/Segments.tsx'
import { download, fileName, pictureFile, widthRange } from './save.ts'
import type { FileKind } from './save.ts'
import { takePicture } from './take-picture.ts'
import './export.css'

const kinds: readonly { readonly id: FileKind; readonly label: string; readonly says: string }[] = [
  { id: 'svg', label: 'SVG', says: 'Vectors: sharp at every size, its text can be searched' }, { id: 'png', label: 'PNG', says: 'Pixels: for slides and chats' },
]

/** The current view as a file, at any size. */
export function ExportDialog() {
  const { store, view } = useCluster()
  // As it was when the dialog opened: the cluster goes on.
  const [taken] = useState(() => {
    try {
      return { picture: takePicture(document, view), failure: undefined }
    } catch (error) {
      return { picture: undefined, failure: error instanceof Error ? error.message : String(error) }
    }
  })
  const [kind, setKind] = useState<FileKind>('svg')
  const [width, setWidth] = useState('1920')
  const [told, setTold] = useState<string>()
  const { picture } = taken
  const wanted = Number(width)
  const fits = Number.isInteger(wanted) && wanted >= widthRange.min && wanted <= widthRange.max
  const save = async (): Promise<void> => {
    if (picture === undefined) return
    try {
      const file = await pictureFile(picture, kind, wanted)
      const name = fileName(picture.title, kind)
      download(file, name)
      setTold(`${name}, ${Math.ceil(file.size / 1024)} kB`)
    } catch (error) {
      setTold(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog title="Export the picture" onClose={() => { openDialog(store, undefined) }}>
      <p className="quiet">The view as it is now, with its labels, links and legend. Messages on their way and far pods are pixels also in an SVG.</p>
      {picture === undefined ? <p className="refusal" role="alert">{taken.failure}</p> : <p>{picture.title}</p>}
      <div className="export-choices">
        <Segments label="Kind of file" segments={kinds} selected={kind} onSelect={(id) => { setKind(id === 'png' ? 'png' : 'svg') }} />
        <label>Width <input inputMode="numeric" value={width} aria-invalid={!fits} onChange={(event) => { setWidth(event.target.value) }} /> px</label>
        <Button look="primary" disabled={picture === undefined || !fits} onClick={() => { void save() }}>Save</Button>
      </div>
      {fits ? null : <p className="refusal" role="alert">A width is a whole number from {widthRange.min} to {widthRange.max}.</p>}
      {told === undefined ? null : <p role="status">{told}</p>}
    </Dialog>
  )
}
