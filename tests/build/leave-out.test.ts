import { describe, expect, it } from 'vitest'
import { leaveOut } from '../../build/leave-out.ts'
import { runProfile } from '../../build/run-profile.ts'
import type { ProfiledWorker } from '../../build/run-profile.ts'

/** What `code` becomes when each of `inputs` has been sent to it. */
function after(code: string, inputs: readonly unknown[]): string {
  return leaveOut(code, runProfile(code, [{ readingMs: 1, play: (worker) => { for (const input of inputs) worker.send(input) } }]))
}

/** Runs a program, sends it `inputs` and tells what it posted, or why it threw. */
function answers(code: string, inputs: readonly unknown[]): readonly unknown[] {
  const found: unknown[] = []
  const play = (worker: ProfiledWorker): void => {
    for (const input of inputs) {
      try {
        worker.send(input)
      } catch (error) {
        found.push((error as Error).message)
      }
      found.push(...worker.take())
    }
  }
  runProfile(`const leftOut = () => { throw new Error('left out') };${code}`, [{ readingMs: 1, play }])
  return found
}

const program = (body: string): string => `addEventListener('message', ({ data }) => { postMessage(answer(data)) });\n${body}`

describe('what never ran is left out', () => {
  it.each([
    ['a function', 'function answer(n) { return n > 5 ? large(n) : n }\nfunction large(number) { return number * 1000 }', 'return number'],
    ['an arrow function', 'const large = (number) => number * 1000 + number\nfunction answer(n) { return n > 5 ? large(n) : n }', 'number * 1000'],
    ['a branch', 'function answer(n) { let all = n; if (n > 5) { all = n * 1000; all += n; all += n } return all }', 'n * 1000'],
    ['the other branch', 'function answer(n) { if (n < 6) return n; else { return 1000 * n + 3000 * n + 4 } }', '3000'],
    ['an arm of a choice', 'const answer = (n) => (n > 5 ? String(n).padStart(40, "0 0 0") : n)', 'padStart'],
    ['what a short cut skips', 'const answer = (n) => n < 6 || String(n).padStart(40, "0 0 0")', 'padStart'],
    ['the end of a block after a return', 'function answer(n) { if (n < 6) return n\nconst text = String(n)\nreturn text.padStart(40) }', 'padStart'],
    ['a case', 'function answer(n) { switch (n) { case 9: { return String(n).padStart(40) } default: return n } }', 'padStart'],
    ['a method', 'const it = { small(n) { return n }, large(number) { return number * 1000 } }\nconst answer = (n) => n > 5 ? it.large(n) : it.small(n)', 'number * 1000'],
  ])('%s', (_, body, gone) => {
    const left = after(program(body), [1, 2])
    expect(program(body)).toContain(gone)
    expect(left).not.toContain(gone)
    expect(answers(left, [1, 2])).toEqual(answers(program(body), [1, 2]))
    expect(answers(left, [9])).toEqual(['left out'])
  })
})

describe('what ran stays', () => {
  it('as it was, when all of it ran', () => {
    const code = program('function answer(n) { return n > 5 ? [n, n, n].map((each) => each * 1000).join() : "small".concat(String(n)) }')
    expect(after(code, [1, 9])).toBe(code)
  })

  it('when any of several runs came to it', () => {
    const code = program('function answer(n) { return n > 5 ? large(n) : n }\nfunction large(number) { return number * 1000 }')
    const runs = [1, 9].map((input) => ({ readingMs: 1, play: (worker: ProfiledWorker) => { worker.send(input) } }))
    expect(leaveOut(code, runProfile(code, runs))).toBe(code)
  })

  it('where a choice came to a function that nobody called', () => {
    const code = program('const later = (n) => n < 6 ? (number) => number * 1000 + number : undefined\nfunction answer(n) { return typeof later(n) }')
    expect(answers(after(code, [1]), [1])).toEqual(['function'])
  })

  it('where a function that is declared behind the last statement is called before', () => {
    const code = program('function answer(n) { if (n > 5) return large(n); return n\nfunction large(number) { return number * 1000 + number } }')
    expect(answers(after(code, [9]), [9])).toEqual([9009])
  })
})

describe('a profiled worker', () => {
  it('has timers and channels that run when their time has passed', () => {
    const code = `const soon = new MessageChannel(); soon.port1.addEventListener('message', () => { postMessage('soon') }); soon.port1.start()
      const late = setTimeout(() => { postMessage('never') }, 10); clearTimeout(late)
      setTimeout(() => { postMessage('late') }, 50); soon.port2.postMessage(undefined)`
    const posted: unknown[] = []
    const play = (worker: ProfiledWorker): void => {
      worker.pass(20)
      posted.push(worker.take())
      worker.pass(40)
      posted.push(worker.take())
    }
    runProfile(code, [{ readingMs: 1, play }])
    expect(posted).toEqual([['soon'], ['late']])
  })
})
