namespace ElasticMoE.Engine.Scheduling;

/// <summary>The scheduler's bounds. A step has room for every running sequence's token and a smallest chunk besides.</summary>
internal sealed record SchedulerOptions
{
    /// <summary>The smallest share of prompts in a step, tokens; time may not press it lower, so prompts always get on.</summary>
    public const int PromptTokensMin = 16;

    public required int StepTokensMax { get; init; }

    public required int RunningMax { get; init; }

    public required int WaitingMax { get; init; }

    public required int BlockPositions { get; init; }
}
