import { useEffect, useState } from 'react'

/** The window's size in CSS px, kept up to date. */
export function useWindowSize(): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState(() => ({ width: window.innerWidth, height: window.innerHeight }))
  useEffect(() => {
    const measure = (): void => { setSize({ width: window.innerWidth, height: window.innerHeight }) }
    window.addEventListener('resize', measure)
    return () => { window.removeEventListener('resize', measure) }
  }, [])
  return size
}
