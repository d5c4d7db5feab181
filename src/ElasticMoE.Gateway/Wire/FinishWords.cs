using ElasticMoE.Gateway.Answers;

namespace ElasticMoE.Gateway.Wire;

/// <summary>`finish_reason`.</summary>
internal static class FinishWords
{
    public static string Of(AnswerEnd end) => end switch
    {
        AnswerEnd.Length => "length",
        AnswerEnd.ToolCalls => "tool_calls",
        _ => "stop",
    };
}
