/** Flights to what is pressed in the picture. */
import { useStoreApi } from 'reactflow'
import { flightMs, useCameraTo } from '../camera-aim.ts'
import type { Box } from '../kernels/layout.ts'
import { viewFilled } from '../kernels/where.ts'

/** Flies to a box so that it fills `part` (0 to 1) of the screen. */
export function useGoTo(part: number): (box: Box) => void {
  const cameraTo = useCameraTo()
  const flow = useStoreApi()
  return (box) => {
    const { width, height } = flow.getState()
    cameraTo(viewFilled(box, part, width, height), flightMs())
  }
}
