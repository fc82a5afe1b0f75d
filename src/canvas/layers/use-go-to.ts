/** Flights to what is pressed in the picture. */
import { useReactFlow, useStoreApi } from 'reactflow'
import type { Box } from '../kernels/layout.ts'
import { viewFilled } from '../kernels/where.ts'
import { flightMs } from '../use-camera.ts'

/** Flies to a box so that it fills `part` (0 to 1) of the screen. */
export function useGoTo(part: number): (box: Box) => void {
  const { setViewport } = useReactFlow()
  const flow = useStoreApi()
  return (box) => {
    const { width, height } = flow.getState()
    void setViewport(viewFilled(box, part, width, height), { duration: flightMs() })
  }
}
