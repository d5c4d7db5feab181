using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ElasticMoE.Node.Output;

/// <summary>Writes one value as people or programs want it.</summary>
internal static class OutputWriter
{
    /// <summary>Writes the value in the format asked for; <paramref name="writeTable"/> draws it for people.</summary>
    public static void Write<T>(TextWriter output, OutputFormat format, T value, JsonTypeInfo<T> type, Action<T> writeTable)
    {
        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(JsonSerializer.Serialize(value, type));
                break;
            case OutputFormat.Yaml:
                YamlOutput.Write(output, JsonSerializer.SerializeToElement(value, type));
                break;
            default:
                writeTable(value);
                break;
        }
    }
}
