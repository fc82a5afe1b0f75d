/** The ground's dots: one layer that goes along with the camera without being painted anew. */
import { memo, useContext, useLayoutEffect, useRef } from 'react'
import { useStoreApi } from 'reactflow'
import { groundDots } from '../kernels/ground-dots.ts'
import { CameraMovesContext } from '../use-camera-moves.ts'

export const GroundDots = memo(function GroundDots() {
  const flow = useStoreApi()
  const moves = useContext(CameraMovesContext)
  const layer = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    let drawn = 0
    const draw = (): void => {
      const [x, y, zoom] = flow.getState().transform
      const { gap, radius, left, top } = groundDots({ x, y, zoom })
      if (layer.current === null) return
      moves.put(layer.current, `translate(${left}px, ${top}px)`)
      if (gap === drawn) return
      drawn = gap
      layer.current.style.backgroundSize = `${gap}px ${gap}px`
      layer.current.style.backgroundImage = `radial-gradient(circle, var(--bg-grid) ${radius}px, transparent ${radius + 0.5}px)`
    }
    draw()
    return flow.subscribe((state, before) => {
      if (state.transform !== before.transform) draw()
    })
  }, [flow, moves])
  return <div ref={layer} className="ground-dots" aria-hidden="true" />
})
