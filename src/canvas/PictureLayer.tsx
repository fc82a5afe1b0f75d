/** Cards, lines and the far map in the world of the camera. What comes and goes card by card renders here, and nothing around it. */
import { memo } from 'react'
import { ViewportPortal } from 'reactflow'
import { BitmapLayer } from './layers/BitmapLayer.tsx'
import { LinkLines } from './links/LinkLines.tsx'
import { PictureCards } from './nodes/PictureCards.tsx'
import { usePictureElements } from './use-picture-elements.ts'
import type { PictureInput } from './use-picture-elements.ts'

const FarMap = memo(BitmapLayer)

export const PictureLayer = memo(function PictureLayer(props: PictureInput) {
  const { layout, placed, inView, level, mode } = props
  const { cards, lines, onSelectLine, mounting } = usePictureElements(props)
  /** The small picture has no far map: all that it has is in view. */
  const withMap = mode !== 'hidden' && layout.compact === undefined
  return (
    <>
      <ViewportPortal>
        <LinkLines lines={lines} onSelect={onSelectLine} />
        <PictureCards cards={cards} />
      </ViewportPortal>
      <FarMap
        placed={placed}
        node={layout.node}
        visible={level === 'fleet' && withMap}
        below={mounting && withMap}
        onMoves={inView.length < placed.length && withMap}
      />
    </>
  )
})
