using ElasticMoE.Gateway.Fields;

namespace ElasticMoE.Gateway.Requests;

/// <summary>`stream` and `stream_options`.</summary>
internal static class StreamFields
{
    public static bool ReadStreams(RequestFields fields) => fields.Flag("stream") ?? false;

    public static bool ReadHasUsage(RequestFields fields)
    {
        RequestFields? options = fields.Object("stream_options");
        if (options is not null && !ReadStreams(fields))
            throw fields.Refuse("stream_options", "needs stream to be true");
        return options?.Flag("include_usage") ?? false;
    }
}
