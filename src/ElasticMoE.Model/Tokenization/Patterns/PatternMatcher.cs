using System.Runtime.CompilerServices;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Runs a compiled pattern by backtracking, with a bound on its steps and on what it keeps to come back to.</summary>
internal sealed class PatternMatcher
{
    private const int Failed = -1;

    [ThreadStatic]
    private static PatternMatcher? s_forThisThread;

    private PatternProgram _program = null!;
    private PatternFrame[] _frames = new PatternFrame[64];
    private int _depth;
    private int _depthMax;
    private int[] _slots = [];
    private long _stepsLeft;

    /// <summary>Whether the last search ended because it took too long.</summary>
    public bool GaveUp { get; private set; }

    /// <summary>The thread's matcher, made ready for a program and a text's length.</summary>
    public static PatternMatcher ForThisThread(PatternProgram program, int textLength)
    {
        PatternMatcher matcher = s_forThisThread ??= new PatternMatcher();
        matcher._program = program;
        matcher._depthMax = 1024 + (8 * textLength);
        matcher._stepsLeft = 20_000_000 + (500L * textLength);
        matcher.GaveUp = false;
        if (matcher._slots.Length < program.Slots)
            matcher._slots = new int[program.Slots];
        if (matcher._frames.Length > 1 << 16)
            matcher._frames = new PatternFrame[64];
        return matcher;
    }

    /// <summary>The start of the first match at or after a position, or -1.</summary>
    public int Find(ReadOnlySpan<char> text, int from, out int end)
    {
        CodePointTable? first = _program.First;
        int units;
        for (int start = from; start <= text.Length; start += units)
        {
            units = 1;
            if (start < text.Length)
            {
                int c = CodePoints.At(text, start, out units);
                if (first is not null && !first.Contains(c))
                    continue;
            }
            else if (first is not null)
            {
                break;
            }
            _depth = 0;
            end = Run(text, 0, start);
            if (end >= 0)
                return start;
            if (GaveUp)
                break;
        }
        end = Failed;
        return Failed;
    }

    /// <summary>Runs from an instruction and a position to an Accept; the position there, or -1.</summary>
    private int Run(ReadOnlySpan<char> text, int at, int position)
    {
        int floor = _depth;
        while (true)
        {
            if (--_stepsLeft < 0)
            {
                GaveUp = true;
                return Failed;
            }
            ref readonly PatternInstruction step = ref _program.Instructions[at];
            bool goesOn = true;
            switch (step.Op)
            {
                case PatternOp.Accept:
                    return position;
                case PatternOp.Jump:
                    at = step.A;
                    continue;
                case PatternOp.Split:
                    goesOn = Split(text, step, ref at, position);
                    break;
                case PatternOp.Take:
                    goesOn = TakeOne(text, step.A, ref position);
                    at++;
                    break;
                case PatternOp.Anchor:
                    goesOn = IsAt(text, (AnchorKind)step.A, position);
                    at++;
                    break;
                case PatternOp.Look:
                    goesOn = Look(text, step, at + 1, position) != (step.B == 1);
                    at = step.A;
                    break;
                case PatternOp.Atomic:
                    position = RunBody(text, at + 1, position);
                    goesOn = position >= 0;
                    at = step.A;
                    break;
                case PatternOp.Mark:
                    goesOn = Push(new PatternFrame(PatternFrameKind.Restore, step.A, _slots[step.A], 0));
                    _slots[step.A] = position;
                    at++;
                    break;
                case PatternOp.LeaveIfStill:
                    at = _slots[step.A] == position ? step.B : at + 1;
                    break;
                default:
                    goesOn = Repeat(text, step, ++at, ref position);
                    break;
            }
            if (!goesOn && !Backtrack(text, floor, ref at, ref position))
                return Failed;
        }
    }

    private bool Split(ReadOnlySpan<char> text, in PatternInstruction step, ref int at, int position)
    {
        int next = position < text.Length ? CodePoints.At(text, position, out _) : -1;
        bool preferred = step.C < 0 || (next >= 0 && _program.Tables[step.C].Contains(next));
        bool other = step.D < 0 || (next >= 0 && _program.Tables[step.D].Contains(next));
        at = preferred ? step.A : step.B;
        if (!preferred)
            return other;
        return !other || Push(new PatternFrame(PatternFrameKind.Other, step.B, position, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TakeOne(ReadOnlySpan<char> text, int table, ref int position)
    {
        if (position >= text.Length)
            return false;
        int c = CodePoints.At(text, position, out int units);
        position += units;
        return _program.Tables[table].Contains(c);
    }

    private bool Repeat(ReadOnlySpan<char> text, in PatternInstruction step, int next, ref int position)
    {
        CodePointTable table = _program.Tables[step.A];
        int most = step.Op == PatternOp.TakeFew ? step.B : step.C;
        int taken = 0, least = position, p = position;
        while (taken < most && p < text.Length)
        {
            int c = CodePoints.At(text, p, out int units);
            if (!table.Contains(c))
                break;
            p += units;
            if (++taken == step.B)
                least = p;
        }
        _stepsLeft -= taken;
        position = p;
        if (taken < step.B)
            return false;
        if (step.Op == PatternOp.TakeMany && p > least)
            return Push(new PatternFrame(PatternFrameKind.GiveBack, next, p, least));
        if (step.Op == PatternOp.TakeFew && step.C > taken)
            return Push(new PatternFrame(PatternFrameKind.TakeMore, next, p, step.C - taken));
        return true;
    }

    private bool Look(ReadOnlySpan<char> text, in PatternInstruction step, int body, int position)
    {
        for (int back = step.C; back > 0; back--)
        {
            if (position == 0)
                return false;
            CodePoints.Before(text, position, out int units);
            position -= units;
        }
        return RunBody(text, body, position) >= 0;
    }

    /// <summary>Runs a body whose other ways are forgotten once it has matched or failed.</summary>
    private int RunBody(ReadOnlySpan<char> text, int body, int position)
    {
        int floor = _depth;
        int end = Run(text, body, position);
        _depth = floor;
        return end;
    }

    private bool Push(PatternFrame frame)
    {
        if (_depth == _frames.Length)
        {
            if (_depth >= _depthMax)
            {
                GaveUp = true;
                return false;
            }
            Array.Resize(ref _frames, _depth * 2);
        }
        _frames[_depth++] = frame;
        return true;
    }

    private bool Backtrack(ReadOnlySpan<char> text, int floor, ref int at, ref int position)
    {
        while (_depth > floor)
        {
            PatternFrame frame = _frames[--_depth];
            at = frame.At;
            position = frame.Position;
            switch (frame.Kind)
            {
                case PatternFrameKind.Other:
                    return true;
                case PatternFrameKind.GiveBack:
                    CodePoints.Before(text, position, out int units);
                    position -= units;
                    return position <= frame.Bound || Push(frame with { Position = position });
                case PatternFrameKind.TakeMore:
                    if (!TakeOne(text, _program.Instructions[at - 1].A, ref position))
                        break;
                    return frame.Bound <= 1 || Push(frame with { Position = position, Bound = frame.Bound - 1 });
                default:
                    _slots[at] = position;
                    break;
            }
        }
        return false;
    }

    private static bool IsAt(ReadOnlySpan<char> text, AnchorKind kind, int position) => kind switch
    {
        AnchorKind.TextStart => position == 0,
        AnchorKind.TextEnd => position == text.Length,
        AnchorKind.TextEndOrLastLineFeed => position == text.Length || (position == text.Length - 1 && text[position] == '\n'),
        AnchorKind.LineStart => position == 0 || (text[position - 1] == '\n' && position < text.Length),
        AnchorKind.LineEnd => position == text.Length || text[position] == '\n',
        AnchorKind.WordBoundary => IsWordBefore(text, position) != IsWordAfter(text, position),
        _ => IsWordBefore(text, position) == IsWordAfter(text, position),
    };

    private static bool IsWordBefore(ReadOnlySpan<char> text, int position) =>
        position > 0 && PatternProperties.Word.Contains(CodePoints.Before(text, position, out _));

    private static bool IsWordAfter(ReadOnlySpan<char> text, int position) =>
        position < text.Length && PatternProperties.Word.Contains(CodePoints.At(text, position, out _));
}
