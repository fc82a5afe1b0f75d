import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { minuteText } from '../../state/format.ts'
import type { PlotSamples } from '../../state/plot-samples.ts'
import { sampleSeconds } from '../../state/plot-series.ts'
import type { Curve } from '../../state/plot-series.ts'
import { StatusGlyph } from '../../ui/StatusGlyph.tsx'
import { figureText, lonely, newest, plotSentence, usedCurves, wholeSteps } from './plot-specs.ts'
import type { CurveSpec, PlotSpec } from './plot-specs.ts'

export interface PlotSize {
  readonly heightPx: number
  /** Of the axes' figures; curves grow with it. */
  readonly textPx: number
}
const inPanel: PlotSize = { heightPx: 82, textPx: 12 }

function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim()
}

/** Simulated times along the axis: a tick's text must fit a narrow panel. */
const timeText = (seconds: number): string => minuteText(seconds * 1_000_000)

/** Steps: between two samples nothing is known, and a slope would claim a rise that was not seen. */
function steps(holds: PlotSpec['holds']): { readonly paths?: uPlot.Series.PathBuilder } {
  const { stepped } = uPlot.paths
  return stepped === undefined ? {} : { paths: stepped({ align: holds === 'after' ? 1 : -1 }) }
}

function options(box: HTMLElement, widthPx: number, { heightPx, textPx }: PlotSize, { holds, isWhole }: PlotSpec, curves: readonly CurveSpec[]): uPlot.Options {
  const scale = textPx / inPanel.textPx
  const axis = { stroke: token(box, '--text-2'), font: `${textPx}px ${token(box, '--font-ui')}`, grid: { stroke: token(box, '--line'), width: 1 }, ticks: { show: false } }
  return {
    width: widthPx, height: heightPx, legend: { show: false }, cursor: { show: false }, select: { show: false, left: 0, top: 0, width: 0, height: 0 }, padding: [6 * scale, 10 * scale, 0, 0],
    scales: { x: { time: false }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
    axes: [
      { ...axis, size: 22 * scale, gap: 3 * scale, space: 44 * scale, values: (_, ticks) => ticks.map(timeText) },
      { ...axis, size: 38 * scale, gap: 4 * scale, space: 26 * scale, values: (_, ticks) => ticks.map((tick) => figureText(tick)), ...(isWhole === true ? { incrs: [...wholeSteps] } : {}) },
    ],
    series: [{}, ...curves.map((curve) => ({ label: curve.label, stroke: token(box, curve.colour), width: 2 * scale, dash: curve.dash.map((length) => length * scale), points: { show: true, size: 6 * scale, filter: (plot: uPlot, at: number) => lonely(plot.data[at] as Curve) }, spanGaps: false, ...steps(holds) }))],
  }
}

interface PlotProps {
  readonly spec: PlotSpec
  readonly samples: PlotSamples
  /** It is drawn anew when these change. */
  readonly version: number
  readonly theme: string
  readonly size?: PlotSize
}

/** One plot: curves, and a legend with each curve's dash, mark and newest figure. */
export function Plot({ spec, samples, version, theme, size = inPanel }: PlotProps) {
  const { heightPx, textPx } = size
  const box = useRef<HTMLDivElement>(null)
  const drawn = useRef<uPlot>(null)
  const used = usedCurves(spec, samples)
  const shape = used.map(({ curve }) => curve.id).join(' ')
  useEffect(() => {
    const parent = box.current
    if (parent === null) return undefined
    const curves = spec.curves.filter((curve) => shape.split(' ').includes(curve.id))
    const plot = new uPlot(options(parent, Math.max(120, parent.clientWidth), { heightPx, textPx }, spec, curves), [[]], parent)
    drawn.current = plot
    const watch = new ResizeObserver(() => { plot.setSize({ width: Math.max(120, parent.clientWidth), height: heightPx }) })
    watch.observe(parent)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [spec, shape, theme, heightPx, textPx])
  useEffect(() => {
    drawn.current?.setData([[...sampleSeconds(samples)], ...usedCurves(spec, samples).map(({ values }) => [...values])])
  }, [spec, samples, version, shape, theme, heightPx, textPx])
  return (
    <figure className="plot" style={size === inPanel ? undefined : { fontSize: textPx }}>
      <figcaption><b>{spec.title}</b> <span className="quiet">{spec.unit}</span></figcaption>
      <div ref={box} className="plot-box" style={{ height: heightPx }} role="img" aria-label={plotSentence(spec, samples)} title={spec.says} />
      <ul className="plot-legend">
        {used.map(({ curve, values }) => (
          <li key={curve.id}>
            <svg width="22" height="8" aria-hidden="true"><line x1="0" y1="4" x2="22" y2="4" stroke={`var(${curve.colour})`} strokeWidth="2" strokeDasharray={curve.dash.join(' ')} /></svg>
            {curve.status === undefined ? null : <StatusGlyph status={curve.status} size={textPx} />}
            {curve.label} <b>{figureText(newest(values))}</b>
          </li>
        ))}
      </ul>
    </figure>
  )
}
