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
  const { layout, placed, level, mode } = props
  const { cards, lines, onSelectLine, mounting } = usePictureElements(props)
  const withMap = mode !== 'hidden'
  return (
    <>
      <ViewportPortal>
        <LinkLines lines={lines} onSelect={onSelectLine} />
        <PictureCards cards={cards} />
      </ViewportPortal>
      <FarMap placed={placed} node={layout.node} visible={level === 'fleet' && withMap} below={mounting && layout.compact === undefined && withMap} />
    </>
  )
})
