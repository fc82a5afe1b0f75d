/** What frames brought that React has not heard of yet: counters go up once for all of them. */
import type { Frame } from '../protocol/frame.ts'
import type { FrameDelta } from './apply-frame.ts'

export interface FrameNews {
  readonly membership: boolean
  readonly records: boolean
  readonly tray: boolean
  readonly snapshots: number
  /** Id of the newest change; undefined: none came. */
  readonly lastChangeId: number | undefined
}

export const noNews: FrameNews = { membership: false, records: false, tray: false, snapshots: 0, lastChangeId: undefined }

/** News with those of one frame more. */
export function withFrame(news: FrameNews, frame: Frame, delta: FrameDelta): FrameNews {
  const newest = frame.changes[frame.changes.length - 1]?.id
  return {
    membership: news.membership || delta.snapshot || delta.nodesMoved || delta.nodesAppeared.length > 0 || delta.nodesGone.length > 0,
    records: news.records || delta.recordsChanged,
    tray: news.tray || delta.trayChanged,
    snapshots: news.snapshots + (delta.snapshot ? 1 : 0),
    lastChangeId: newest ?? (delta.snapshot ? 0 : news.lastChangeId),
  }
}
