import { useEffect, useState } from 'react'

const startingText =
  'A Kubernetes cluster is being started from an empty etcd. Every dot that will move here is a message that one of its components really sent.'

/** Stands in the picture until the engine's first frame, as `index.html` began it; after a second it counts, so that nobody thinks the page hangs. */
export function Starting() {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => { setSeconds((before) => before + 1) }, 1000)
    return () => { clearInterval(timer) }
  }, [])
  return (
    <div className="outline">
      <i />
      <p>
        <span role="status">{startingText}</span>
        {seconds === 0 ? null : <span>{seconds} s</span>}
      </p>
      <i />
    </div>
  )
}
