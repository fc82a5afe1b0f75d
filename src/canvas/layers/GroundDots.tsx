/** The ground's dots: one layer that goes along with the camera without being painted anew. */
import { useLayoutEffect, useRef } from 'react'
import { useStoreApi } from 'reactflow'
import { groundDots } from '../kernels/ground-dots.ts'

export function GroundDots() {
  const flow = useStoreApi()
  const layer = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const put = (): void => {
      const [x, y, zoom] = flow.getState().transform
      const { gap, radius, left, top } = groundDots({ x, y, zoom })
      if (layer.current === null) return
      layer.current.style.transform = `translate(${left}px, ${top}px)`
      layer.current.style.backgroundSize = `${gap}px ${gap}px`
      layer.current.style.backgroundImage = `radial-gradient(circle, var(--bg-grid) ${radius}px, transparent ${radius + 0.5}px)`
    }
    put()
    return flow.subscribe((state, before) => {
      if (state.transform !== before.transform) put()
    })
  }, [flow])
  return <div ref={layer} className="ground-dots" aria-hidden="true" />
}
