namespace ElasticMoE.Gateway.Answers;

/// <summary>Why a choice ended.</summary>
internal enum AnswerEnd
{
    /// <summary>The model ended it, or a stop string did.</summary>
    Stop,

    /// <summary>It reached its longest length.</summary>
    Length,

    /// <summary>The model called tools.</summary>
    ToolCalls,
}
