namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>A pattern as a network of steps, of which several may be possible at once. It is searched for: it may stand anywhere in a text.</summary>
internal sealed class PatternNetwork
{
    private const int StepsMax = 20_000;
    private readonly List<Step> _steps = [];

    private PatternNetwork()
    {
    }

    /// <summary>Where it ends.</summary>
    public const int Accept = 0;

    public int Start { get; private set; }

    /// <exception cref="FormatException">It is too large.</exception>
    public static PatternNetwork Of(PatternPart pattern)
    {
        var network = new PatternNetwork();
        network.Add(new Step(StepKind.Accept));
        int rest = network.AddAny(Accept);
        network.Start = network.AddAny(network.Build(pattern, rest));
        return network;
    }

    public CharacterSet? SetOf(int step) => _steps[step].Set;

    public int NextOf(int step) => _steps[step].Targets[0];

    /// <summary>All steps that can be reached without a character.</summary>
    /// <param name="from">From where.</param>
    /// <param name="isBegin">Whether this is the text's beginning.</param>
    /// <param name="isEnd">Whether it is its end.</param>
    public SortedSet<int> Reach(IEnumerable<int> from, bool isBegin, bool isEnd)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<int>(from);
        while (open.TryPop(out int at))
        {
            if (!reached.Add(at))
                continue;
            Step step = _steps[at];
            bool passes = step.Kind switch
            {
                StepKind.Split => true,
                StepKind.Begin => isBegin,
                StepKind.End => isEnd,
                _ => false,
            };
            foreach (int target in passes ? step.Targets : [])
                open.Push(target);
        }
        return reached;
    }

    private int Add(Step step)
    {
        if (_steps.Count >= StepsMax)
            throw new FormatException($"becomes more than {StepsMax} steps");
        _steps.Add(step);
        return _steps.Count - 1;
    }

    /// <summary>Any characters, then what follows.</summary>
    private int AddAny(int next)
    {
        int split = Add(new Step(StepKind.Split));
        _steps[split] = new Step(StepKind.Split, Add(new Step(StepKind.Take, split) { Set = CharacterSet.All }), next);
        return split;
    }

    private int Build(PatternPart part, int next) => part switch
    {
        PatternPart.Character character => Add(new Step(StepKind.Take, next) { Set = character.Set }),
        PatternPart.Sequence sequence => sequence.Parts.Reverse().Aggregate(next, (after, item) => Build(item, after)),
        PatternPart.Choice choice => Add(new Step(StepKind.Split, [.. choice.Options.Select(option => Build(option, next))])),
        PatternPart.Repeat repeat => BuildRepeat(repeat, next),
        PatternPart.Begin => Add(new Step(StepKind.Begin, next)),
        PatternPart.End => Add(new Step(StepKind.End, next)),
        _ => throw new ArgumentException($"a part of type {part.GetType().Name}", nameof(part)),
    };

    private int BuildRepeat(PatternPart.Repeat repeat, int next)
    {
        int at = next;
        if (repeat.Max is { } max)
        {
            for (int i = repeat.Min; i < max; i++)
                at = Add(new Step(StepKind.Split, Build(repeat.Body, at), next));
        }
        else
        {
            int star = Add(new Step(StepKind.Split));
            _steps[star] = new Step(StepKind.Split, Build(repeat.Body, star), next);
            at = star;
        }
        for (int i = 0; i < repeat.Min; i++)
            at = Build(repeat.Body, at);
        return at;
    }

    private enum StepKind
    {
        Accept,
        Take,
        Split,
        Begin,
        End,
    }

    private sealed record Step(StepKind Kind, params int[] Targets)
    {
        public CharacterSet? Set { get; init; }
    }
}
