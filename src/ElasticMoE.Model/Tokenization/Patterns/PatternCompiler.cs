using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Turns a pattern's tree into instructions for a backtracking machine.</summary>
internal sealed class PatternCompiler
{
    private readonly List<PatternInstruction> _code = [];
    private readonly List<CodePointTable> _tables = [];
    private int _slots;

    public static PatternProgram Compile(PatternNode node)
    {
        var compiler = new PatternCompiler();
        compiler.Emit(node);
        compiler.Add(new PatternInstruction(PatternOp.Accept));
        int first = compiler.FirstTable(node);
        CodePointTable[] tables = [.. compiler._tables];
        return new PatternProgram([.. compiler._code], tables, compiler._slots, first < 0 ? null : tables[first]);
    }

    private int Add(PatternInstruction instruction)
    {
        if (_code.Count >= RegexPattern.InstructionsMax)
            throw new PatternException("the pattern is too large");
        _code.Add(instruction);
        return _code.Count - 1;
    }

    private int Table(CodePointSet set)
    {
        int found = _tables.FindIndex(t => t.Set.SameAs(set));
        if (found >= 0)
            return found;
        if (_tables.Count >= RegexPattern.TablesMax)
            throw new PatternException("the pattern has too many classes");
        _tables.Add(new CodePointTable(set));
        return _tables.Count - 1;
    }

    private int FirstTable(PatternNode node) => PatternShape.CanBeEmpty(node) ? -1 : Table(PatternShape.First(node));

    private void Emit(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Set set:
                Add(new PatternInstruction(PatternOp.Take, Table(set.Members)));
                break;
            case PatternNode.Concatenation concatenation:
                foreach (PatternNode part in concatenation.Parts)
                    Emit(part);
                break;
            case PatternNode.Alternation alternation:
                EmitAlternation(alternation.Branches);
                break;
            case PatternNode.Repeat repeat:
                EmitRepeat(repeat);
                break;
            case PatternNode.Atomic atomic:
                EmitBody(new PatternInstruction(PatternOp.Atomic), atomic.Body);
                break;
            case PatternNode.Look look:
                EmitLook(look);
                break;
            case PatternNode.Anchor anchor:
                Add(new PatternInstruction(PatternOp.Anchor, (int)anchor.Kind));
                break;
        }
    }

    private void EmitAlternation(IReadOnlyList<PatternNode> branches)
    {
        var jumps = new List<int>();
        for (int i = 0; i < branches.Count; i++)
        {
            bool last = i == branches.Count - 1;
            int split = last ? -1 : Add(default);
            Emit(branches[i]);
            if (last)
                break;
            jumps.Add(Add(default));
            int otherFirst = i + 1 == branches.Count - 1 ? FirstTable(branches[i + 1]) : -1;
            _code[split] = new PatternInstruction(PatternOp.Split, split + 1, _code.Count, FirstTable(branches[i]), otherFirst);
        }
        foreach (int jump in jumps)
            _code[jump] = new PatternInstruction(PatternOp.Jump, _code.Count);
    }

    private void EmitRepeat(PatternNode.Repeat repeat)
    {
        if (repeat.Body is PatternNode.Set set)
        {
            PatternOp op = repeat.Kind switch
            {
                RepeatKind.Greedy => PatternOp.TakeMany,
                RepeatKind.Lazy => PatternOp.TakeFew,
                _ => PatternOp.TakeAll,
            };
            Add(new PatternInstruction(op, Table(set.Members), repeat.Min, repeat.Max ?? int.MaxValue));
        }
        else if (repeat.Kind == RepeatKind.Possessive)
        {
            EmitBody(new PatternInstruction(PatternOp.Atomic), repeat with { Kind = RepeatKind.Greedy });
        }
        else
        {
            for (int i = 0; i < repeat.Min; i++)
                Emit(repeat.Body);
            if (repeat.Max is { } max)
                EmitOptional(repeat, max - repeat.Min);
            else
                EmitLoop(repeat);
        }
    }

    private void EmitOptional(PatternNode.Repeat repeat, int count)
    {
        var splits = new List<int>();
        for (int i = 0; i < count; i++)
        {
            splits.Add(Add(default));
            Emit(repeat.Body);
        }
        foreach (int split in splits)
            _code[split] = Choice(repeat, split + 1, _code.Count);
    }

    private void EmitLoop(PatternNode.Repeat repeat)
    {
        bool canBeEmpty = PatternShape.CanBeEmpty(repeat.Body);
        int slot = canBeEmpty ? _slots++ : -1;
        int split = Add(default);
        if (canBeEmpty)
            Add(new PatternInstruction(PatternOp.Mark, slot));
        Emit(repeat.Body);
        int leave = canBeEmpty ? Add(default) : -1;
        Add(new PatternInstruction(PatternOp.Jump, split));
        if (canBeEmpty)
            _code[leave] = new PatternInstruction(PatternOp.LeaveIfStill, slot, _code.Count);
        _code[split] = Choice(repeat, split + 1, _code.Count);
    }

    private PatternInstruction Choice(PatternNode.Repeat repeat, int body, int exit) =>
        repeat.Kind == RepeatKind.Lazy
            ? new PatternInstruction(PatternOp.Split, exit, body, -1, FirstTable(repeat.Body))
            : new PatternInstruction(PatternOp.Split, body, exit, FirstTable(repeat.Body), -1);

    private void EmitBody(PatternInstruction head, PatternNode body)
    {
        int at = Add(head);
        Emit(body);
        Add(new PatternInstruction(PatternOp.Accept));
        _code[at] = head with { A = _code.Count };
    }

    /// <summary>A look behind needs to know how far to go back, so branches of different lengths become looks of their own.</summary>
    private void EmitLook(PatternNode.Look look)
    {
        int negative = look.Negative ? 1 : 0;
        if (!look.Behind)
        {
            EmitBody(new PatternInstruction(PatternOp.Look, 0, negative), look.Body);
        }
        else if (PatternShape.FixedLength(look.Body) is { } length)
        {
            EmitBody(new PatternInstruction(PatternOp.Look, 0, negative, length), look.Body);
        }
        else if (look.Body is PatternNode.Alternation alternation)
        {
            PatternNode[] looks = [.. alternation.Branches.Select(branch => look with { Body = branch })];
            Emit(look.Negative ? new PatternNode.Concatenation(looks) : new PatternNode.Alternation(looks));
        }
        else
        {
            throw new PatternException("the pattern looks behind over a length that varies, which is not supported");
        }
    }
}
