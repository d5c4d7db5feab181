namespace ElasticMoE.Model.Export;

/// <summary>What the large matrices of an exported file are stored as.</summary>
public enum ExportType
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>bfloat16.</summary>
    Bf16,

    /// <summary>8 bits in blocks of 32.</summary>
    Q8,

    /// <summary>4 bits in blocks of 32; the head in 6 bits, as llama.cpp's quantizer has it.</summary>
    Q4,
}
