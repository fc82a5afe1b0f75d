import { useEffect, useState } from 'react'

/** Stands in the picture until the engine's first frame; after a second it counts, so that nobody thinks the page hangs. */
export function Starting() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => { setSeconds((before) => before + 1) }, 1000)
    return () => { clearInterval(timer) }
  }, [])
  return <p className="starting" role="status">A cluster is being started from an empty etcd{seconds === 0 ? '.' : `: ${seconds} s`}</p>
}
