using System.Text.Json;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads `quantization_config`; refuses by name what can't be loaded.</summary>
internal static class QuantizationReader
{
    private const int BlockMax = 1 << 16;

    public static QuantizationConfig Read(ConfigFields fields)
    {
        if (fields.Object("compression_config") is not null)
            fields.Fail("compression_config", "\"compressed-tensors\" checkpoints are not supported; fp8 and mxfp4 are");
        ConfigFields? inside = fields.Object("quantization_config");
        if (inside is null)
            return QuantizationConfig.None;
        switch (MethodOf(inside))
        {
            case "fp8":
                return ReadFloat8(inside);
            case "mxfp4":
                return new QuantizationConfig { ModulesNotConverted = ReadModules(inside) };
            case { } method:
                fields.Fail("quantization_config.quant_method", $"\"{method}\" checkpoints are not supported; fp8 and mxfp4 are");
                break;
            default:
                fields.Fail("quantization_config.quant_method", "is missing");
                break;
        }
        return QuantizationConfig.None;
    }

    // The oldest bitsandbytes files name no method.
    private static string? MethodOf(ConfigFields inside) =>
        inside.Text("quant_method") ?? (inside.Has("load_in_4bit") || inside.Has("load_in_8bit") ? "bitsandbytes" : null);

    private static QuantizationConfig ReadFloat8(ConfigFields inside)
    {
        if (inside.Text("fmt") is { } format && format != "e4m3")
            inside.Fail("quantization_config.fmt", $"\"{format}\" is not supported; e4m3 is");
        return new QuantizationConfig
        {
            IsScaledFloat8 = true,
            ScaleBlock = ReadBlock(inside),
            ModulesNotConverted = ReadModules(inside),
        };
    }

    private static (int Rows, int Columns)? ReadBlock(ConfigFields inside)
    {
        const string name = "weight_block_size";
        if (inside.List(name) is not { } sizes)
            return null;
        if (sizes.Count == 2 && IsSize(sizes[0], out int rows) && IsSize(sizes[1], out int columns))
            return (rows, columns);
        inside.Fail("quantization_config." + name, $"is not two whole numbers from 1 to {BlockMax}");
        return null;
    }

    private static bool IsSize(JsonElement element, out int size)
    {
        size = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out size) && size is >= 1 and <= BlockMax;
    }

    private static string[] ReadModules(ConfigFields inside)
    {
        IReadOnlyList<JsonElement> modules = inside.List("modules_to_not_convert") ?? [];
        if (modules.Any(module => module.ValueKind != JsonValueKind.String))
            inside.Fail("quantization_config.modules_to_not_convert", "holds something that is no name");
        return [.. modules.Where(module => module.ValueKind == JsonValueKind.String).Select(module => module.GetString()!)];
    }
}
