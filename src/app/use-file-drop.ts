import { useEffect, useState } from 'react'
import { useCluster } from '../state/context.tsx'
import { openDialog } from '../state/page-actions.ts'

/** Bytes of a file that is read at all; the manifest dialog has the finer limit. */
const maxFileBytes = 32 * 1024 * 1024

/** Takes a file that is dropped anywhere on the page into the manifest dialog. Returns whether one hovers over the page now. */
export function useFileDrop(): boolean {
  const { store } = useCluster()
  const [hovering, setHovering] = useState(false)
  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault()
      setHovering(true)
    }
    const leave = (event: DragEvent): void => { if (event.relatedTarget === null) setHovering(false) }
    const drop = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault()
      setHovering(false)
      const file = event.dataTransfer?.files[0]
      if (file !== undefined) void take(file)
    }
    const take = async (file: File): Promise<void> => {
      const refuse = (reason: string): void => { store.setState({ notice: { tone: 'bad', text: `${file.name} was not read: ${reason}` } }) }
      if (file.size > maxFileBytes) {
        refuse(`it has ${Math.round(file.size / 1_048_576)} MB, more than any manifest.`)
        return
      }
      try {
        const text = await file.text()
        store.setState({ droppedManifest: { name: file.name, text } })
        openDialog(store, 'manifest')
      } catch (error) {
        refuse(error instanceof Error ? error.message : String(error))
      }
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [store])
  return hovering
}
