/** A countdown as a ring that empties. The seconds stand in words beside it, so the ring itself is decoration. */

/** `fraction` 0..1 of the ring is drawn; `size` and `width` in px. */
export function Ring({
  fraction,
  size = 16,
  width = 3,
  tone = 'running',
}: {
  fraction: number
  size?: number
  width?: number
  tone?: 'running' | 'pending' | 'failed' | 'unknown' | 'terminating'
}) {
  const radius = (size - width) / 2
  const circumference = 2 * Math.PI * radius
  const shown = Math.min(1, Math.max(0, fraction)) * circumference
  const middle = size / 2
  return (
    <svg className={`ring status-${tone}`} width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true" focusable="false">
      <circle cx={middle} cy={middle} r={radius} className="ring-track" strokeWidth={width} />
      <circle
        cx={middle}
        cy={middle}
        r={radius}
        className="ring-value"
        strokeWidth={width}
        strokeDasharray={`${shown.toFixed(2)} ${circumference.toFixed(2)}`}
        transform={`rotate(-90 ${middle} ${middle})`}
      />
    </svg>
  )
}
